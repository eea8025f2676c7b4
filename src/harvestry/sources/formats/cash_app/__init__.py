"""Cash App: bitcoin sent, told in the columns of money."""
