-- What a build was found to be like before it took another's place: for whichever instance is asked.
ALTER TABLE generation
    ADD COLUMN differences_from_log bigint,
    ADD COLUMN differences_from_old_build bigint,
    -- The checksums are of every figure until then.
    ADD COLUMN checksums_until timestamptz,
    ADD COLUMN checksum_of_old_build text,
    ADD COLUMN checksum text;
