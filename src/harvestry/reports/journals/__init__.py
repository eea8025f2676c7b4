"""The books as plain-text accounting journals: beancount and hledger."""
