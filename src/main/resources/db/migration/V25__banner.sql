-- Whether the policy of the incident wants it in the banner of the product.
alter table public_post add column banner boolean not null default false;
