-- Intake asks with every batch whether a contact was decided on otherwise at a later position: nearly never.
create index outbox_contact_events on outbox (account_id, position)
  where type in ('lead.erased', 'suppression.added', 'suppression.removed');
