using AiGateway.Commands;
using AiGateway.Hosting;

SocketEvents.HandleInline();
return await CommandLine.RunAsync(args);
