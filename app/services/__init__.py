"""Services for residents (群众服务): what can be handled where (事项), and the hall for it."""
