-- After how many days without a new event a conversation's content is erased; null for never. Not
-- less than Kafka keeps its records, so that there is nothing left to be erased there.
ALTER TABLE channel ADD COLUMN retention_days integer CHECK (retention_days BETWEEN 8 AND 36500);
