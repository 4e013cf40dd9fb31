using Fusion.Zoo;

namespace Fusion.Samples;

/// <summary>What the command line says of a network.</summary>
internal static class Arguments
{
    public static NetworkOptions Network(CommandLine line) => new()
    {
        Threads = line.Int("--threads", 0, 0, 1024),
        InstructionSet = line.Enum("--instructions", InstructionSet.Auto),
    };

    public static StateDict Weights(string path)
    {
        UserFile.CheckReadable(path, "a file with weights (.safetensors)");
        try
        {
            return StateDict.Load(path);
        }
        catch (Exception error) when (error is WeightsException or IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be read: {error.Message}");
        }
    }

    public static IReadOnlyList<string> Classes(CommandLine line, ZooNetwork zoo, NetworkVariant variant)
    {
        if (line.Text("--classes") is not { } path) return zoo.Classes;
        IReadOnlyList<string> names = ClassNames.Load(path);
        return variant.Outputs.Any(output => output.Elements == names.Count)
            ? names
            : throw new UserException(
                $"{path} has {names.Count} names, but {zoo.Name} makes " +
                $"{string.Join(" and ", variant.Outputs.Select(output => output.Elements))} numbers.");
    }
}
