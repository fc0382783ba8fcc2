-- name: FirstOrganisation :one
select o.id from identity.organisation o order by o.created_at, o.id limit 1;

-- name: AddReset :exec
insert into identity.once (sha256, kind, login_id, expires_at) values (@sha256, 'reset', @login_id, @expires_at);

-- name: EndResets :exec
-- Only the newest link of a person works, and none after they used one.
update identity.once set used_at = clock_timestamp()
 where kind = 'reset' and login_id = @login_id::uuid and used_at is null;

-- name: FindReset :one
select l.id, l.email, l.email_key, l.name, l.state
  from identity.once o join identity.login l on l.id = o.login_id
 where o.sha256 = @sha256 and o.kind = 'reset' and o.used_at is null and o.expires_at > clock_timestamp();

-- name: ForgetFailures :exec
-- Whoever holds the mailbox has proved the address.
delete from identity.attempt where key = @key;

-- name: ForgetOldLinks :exec
delete from identity.once where expires_at < clock_timestamp() - interval '1 day';

-- name: ContactsOf :many
-- Where mail reaches those who belong to the organisation and may sign in.
select l.id, l.name, l.email, coalesce(s.language, '')::text as language
  from identity.login l join identity.membership m on m.login_id = l.id
  left join identity.setting s on s.login_id = l.id
 where l.id = any(@ids::uuid[]) and l.state = 'active' and m.state = 'active';
