"""file → Page → PrintedTable → Table: everything that reads documents; knows no question."""
