-- Places in traces, one an event; NULL when none of a row's events is traced, as most are not.
ALTER TABLE outbox ADD COLUMN traceparents text[];
