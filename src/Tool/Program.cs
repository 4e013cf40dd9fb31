using Fusion.Tool.Shell;

Console.OutputEncoding = System.Text.Encoding.UTF8;
return CommandLine.Run(args, Terminal.OfProcess());
