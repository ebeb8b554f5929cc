-- What a bank numbered alike is found by how its reference begins.
CREATE INDEX bank_line_of_serial ON bank_line (bank_reference COLLATE "binary");
