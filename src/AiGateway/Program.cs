using AiGateway.Commands;

return await CommandLine.RunAsync(args);
