-- name: Facts :many
select f.id, f.at, f.kind, f.actor, f.via, f.token_id, f.address, f.request_id, f.reason, f.entity, f.entity_id, f.detail, f.policy_version,
       (/* TEMPLATE_BEGIN: key */ f.id::text /* TEMPLATE_END */)::text as page_key
  from history.fact f
 where /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ f.id /* TEMPLATE_END */
 limit @max::int;

-- name: LastFact :many
-- The newest fact of a kind, if there is one.
select f.at, f.detail from history.fact f where f.kind = @kind order by f.at desc, f.id desc limit 1;
