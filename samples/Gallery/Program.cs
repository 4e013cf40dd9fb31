using Fusion.Samples;
using Fusion.Samples.Gallery;

string name = args.Length > 0 && !args[0].StartsWith('-') ? args[0] : "";
return CommandLine.Run(
    () => new CommandLine("samples/Gallery",
        "Small systems of 1x1 convolutions and of squeeze-and-excitation: what the theory says of each, and what comes out. The name " +
        "of a system, "
        + "or all, stands before the options; without a name, the systems are listed.", [
        new("--pictures", "FOLDER", "where pictures are left (gallery)"),
        new("--help", null, "this text")], name == "" ? args : args[1..]),
    line => Tour.Run(name, line.Text("--pictures") ?? "gallery"));
