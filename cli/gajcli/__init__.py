"""The command line of the GAJ suite. Python standard library only; runs before anything is installed."""
