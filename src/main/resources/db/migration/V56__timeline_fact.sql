-- What a line says, for programs: its words may change. See io.tocsin.incident.Fact.
alter table timeline_entry add column fact text;
