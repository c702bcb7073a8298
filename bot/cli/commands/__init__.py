"""The commands of `trialscreen` as Typer reads them: names, options and help, one module per group of commands."""
