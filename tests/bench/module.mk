# tests/bench: measured by hand with "make bench", never part of "make check".
