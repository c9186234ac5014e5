"""What every feature stands on: settings, database, jobs, events, clock, secrets, logs, the web's envelope."""
