using Fusion;
using Fusion.Samples;
using Fusion.Samples.Distill;

return CommandLine.Run(() => new CommandLine("samples/Distill", Options.Purpose, Options.All, args), Distillation.Run);
