-- name: Queued :one
select m.id, m.at, m.kind, m.address, m.name, m.subject, m.text, m.label, m.link, m.secret, m.until, m.attempts, m.language
  from platform.mail m
 where m.id = @id and m.state = 'queued';

-- name: Sent :exec
-- Its words go with it: what was said is in the reader's mailbox now.
update platform.mail
   set state = 'sent', sent_at = @at::timestamptz, message_id = @message_id, answer = @answer, error = '', attempts = attempts + 1, text = '', link = ''
 where id = @id;

-- name: Kept :exec
update platform.mail
   set state = 'kept', sent_at = @at::timestamptz, message_id = @message_id, link = case when secret and not @shown::boolean then '' else link end
 where id = @id;

-- name: Tried :exec
update platform.mail
   set attempts = attempts + 1, error = @error, message_id = @message_id
 where id = @id;

-- name: Failed :exec
update platform.mail
   set state = 'failed', attempts = attempts + 1, error = @error, message_id = @message_id, link = case when secret then '' else link end
 where id = @id;

-- name: LockMail :one
select m.state, (m.text = '' or m.label <> '' and m.link = '')::boolean as gone from platform.mail m where m.id = @id for update;

-- name: Queue :exec
update platform.mail set state = 'queued', error = '' where id = @id;

-- name: ListMails :many
select m.id, m.at, m.kind, m.address, m.name, m.subject, m.state, m.attempts, m.message_id, m.answer, m.error, m.sent_at, m.entity, m.entity_id,
       (/* TEMPLATE_BEGIN: key */ m.id::text /* TEMPLATE_END */)::text as page_key
  from platform.mail m
 where /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ m.id /* TEMPLATE_END */
 limit @max::int;

-- name: CountMails :one
select count(*) from (
  select from platform.mail m where /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */ limit 10001) x;

-- name: GetMail :one
select m.id, m.at, m.kind, m.address, m.name, m.subject, m.state, m.attempts, m.message_id, m.answer, m.error, m.sent_at, m.entity, m.entity_id,
       m.text, m.label, m.link, m.secret
  from platform.mail m
 where m.id = @id;

-- name: Sweep :execrows
-- Bodies go after a month, and the log of what was sent after three.
delete from platform.mail m
 where m.id in (select o.id from platform.mail o
                 where o.at < @log_before or o.at < @bodies_before and o.state = 'kept'
                 order by o.at limit @max);

-- name: Blank :execrows
-- What never went, and links that have ended.
update platform.mail m
   set text = '', link = ''
 where m.id in (select o.id from platform.mail o
                 where o.state = 'failed' and o.text <> '' and o.at < @bodies_before
                    or o.until < @now::timestamptz and o.link <> ''
                 order by o.at limit @max);
