-- +goose Up
-- How a person likes to read belongs to the person, who may belong to several organisations.
create table identity.setting (
  login_id    uuid        not null,
  language    text        constraint setting_has_a_known_language check (language in ('en', 'de')),
  zone        text        constraint setting_has_a_zone check (zone <> ''),
  week_start  smallint    constraint week_starts_on_a_day check (week_start between 0 and 6),
  hours       text        constraint setting_has_a_known_clock check (hours in ('12', '24')),
  theme       text        not null default 'auto' constraint setting_has_a_known_theme check (theme in ('auto', 'light', 'dark')),
  density     text        not null default 'regular' constraint setting_has_a_known_density check (density in ('comfortable', 'regular', 'dense')),
  single_keys boolean     not null default true,
  changed_at  timestamptz not null default clock_timestamp(),
  constraint setting_key primary key (login_id),
  constraint setting_of_login foreign key (login_id) references identity.login (id)
);
comment on table identity.setting is 'How a person likes to read: language, zone, clock, look. What is null is as the browser or the organisation says.';
alter table identity.organisation
  add column language text not null default 'en' constraint organisation_has_a_known_language check (language in ('en', 'de'));

-- +goose Down
alter table identity.organisation drop column language;
drop table identity.setting;
