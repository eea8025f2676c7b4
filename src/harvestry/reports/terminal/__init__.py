"""Tables on the screen, in the form that fits its width."""
