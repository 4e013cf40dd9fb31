using Fusion.Samples;
using Fusion.Zoo;

return CommandLine.Run(
    () => new CommandLine("samples/Quickstart",
        "Says what clothes are in pictures, by a network that samples/Distill has trained; or runs a network of the zoo. Shows what was "
        + "made of the network.", [
        new("--image", "FILE", "a picture to look at; without it, ten of clothes that are here, or one that is made"),
        new("--network", "NAME", "a network of the zoo: " + string.Join(", ", ZooNetwork.All.Select(network => network.Name))),
        new("--weights", "FILE", "other weights to load (.safetensors); those of a network of the zoo are random without it"),
        new("--classes", "FILE", "names to print beside indices: a text file, one a line (ImageNet's are not part of this repository)"),
        new("--threads", "N", "how many cores to use (all)"),
        new("--instructions", "SET", "Auto, Avx512, Avx2 or Portable (Auto)"),
        new("--no-check", null, "skip the comparison with the reference interpreter"),
        new("--help", null, "this text")], args),
    line => line.Text("--network") is { } name ? ZooTour.Run(line, name) : ClothesTour.Run(line));
