-- For erasing and exporting a follower.
CREATE INDEX attachment_of_follower ON attachment (channel_id, follower_id, id);
