-- A repeat is looked at where the incident was dismissed, too: what begins anew or becomes worse must be heard.
update alert set looked_at = true from incident
  where incident.number = alert.incident and incident.status = 'dismissed' and alert.live and not alert.looked_at;
