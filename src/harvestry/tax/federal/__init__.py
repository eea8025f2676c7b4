"""The federal return of one year: a function a form step, exact amounts, figures from `law/`."""
