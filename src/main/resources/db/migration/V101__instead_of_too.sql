-- Words that stood in the place of instead_of before they were replaced in their turn: while it is unknown whether the
-- provider took them, they may stand there as well. Counts only beside instead_of.
alter table status_push add column instead_of_too text[];
