-- A lead's first event bears the lead's own id, and is found by its position in the lead's row: only what came
-- after needs the index.
drop index outbox_subject;
create index outbox_subject on outbox (subject, position) where id <> subject;
