global using AiGateway.EndToEnd.Harness;
global using Xunit;
