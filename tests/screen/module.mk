# tests/screen: keys and expected screens; programs that need libvterm stand in the "if".
if HAVE_VTERM
endif
