"""The command line: arguments in, the shared contract out.  No rule about budgets lives here."""
