"""The doors: parse the request, call the pipeline, render. No arithmetic here."""
