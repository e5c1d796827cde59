"""The pages for the Police and Crime Panel: at a glance, then money, people, interventions, duty, changes."""
