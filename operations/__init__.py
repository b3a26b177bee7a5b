"""Operations: what needs a live account. Reads only; what it would have changed, it gives as a command."""
