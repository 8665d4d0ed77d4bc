"""SIP2: the language that self-check machines speak. `codec` knows signs, `session` one machine's talk, `server` sockets."""
