-- An outbox row lives for milliseconds: compressing its bodies costs more than writing them as they are.
ALTER TABLE outbox ALTER COLUMN bodies SET STORAGE EXTERNAL;
