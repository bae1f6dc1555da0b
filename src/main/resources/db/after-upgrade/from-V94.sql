-- V94: it does not mark the messages that another channel has,
update delivery failed set handed_on_at = coalesce(failed.failed_at, failed.created_at)
  where failed.state = 'failed' and failed.handed_on_at is null and exists
    (select from delivery other where other.incident = failed.incident and other.event = failed.event
       and other.round = failed.round and other.recipient = failed.recipient and other.id <> failed.id
       and other.state in ('pending', 'sent', 'stopped'));

-- or that were given up when somebody had taken the incident that they page for.
update delivery failed set handed_on_at = failed.failed_at
  from (select number, case when reopenings = 0 then acknowledged_at else taken_again_at end as at from incident) taken
  where taken.number = failed.incident and failed.state = 'failed' and failed.handed_on_at is null
    and failed.paging and taken.at between failed.created_at and failed.failed_at;
