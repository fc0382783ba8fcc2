-- name: RecentSets :many
-- Change sets of the last moments; those of slow transactions appear late among them.
select s.id, s.actor, s.tab_id, s.at
  from history.change_set s
 where s.at > @since
 order by s.at desc, s.id desc
 limit 5000;

-- name: Touched :many
-- Which records change sets touched, a part as the record that it belongs to.
select distinct c.change_set_id, c.table_name, coalesce(c.owner_id, c.row_id)::uuid as record
  from history.change c
 where c.change_set_id = any(@sets::uuid[])
 limit 2000;
