"""What commands need before they begin: settings, trials, the store, files, the clock."""
