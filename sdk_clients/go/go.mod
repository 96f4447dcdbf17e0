module countermark.dev/client

go 1.24
