"""Every question that the services ask their stores."""
