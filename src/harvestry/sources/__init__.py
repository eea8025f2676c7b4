"""The way in: export files become events. The only room that reads the outside world."""
