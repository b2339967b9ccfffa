const server = Bun.serve<{ room: string }>({
  hostname: '127.0.0.1',
  port: 0,
  fetch(request, bun): Response | undefined {
    const isUpgraded = bun.upgrade(request, { data: { room: new URL(request.url).pathname } });
    return isUpgraded ? undefined : new Response(null, { status: 426 });
  },
  websocket: {
    open: (socket) => void socket.subscribe(socket.data.room),
    message: (socket, message) => void socket.publish(socket.data.room, message),
  },
});
console.log(`ready ${server.port}`);
