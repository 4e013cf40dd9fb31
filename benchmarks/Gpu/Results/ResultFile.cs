using System.Text.Json;
using Fusion.Samples;

namespace Fusion.Benchmarks;

/// <summary>Measurements as JSON.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Write<T>(string path, T results) => File.WriteAllText(path, JsonSerializer.Serialize(results, s_options) + "\n");

    public static T Read<T>(string path)
    {
        using FileStream file = UserFile.Open(path, "a file with measurements (.json)");
        try
        {
            return JsonSerializer.Deserialize<T>(file, s_options) ?? throw new JsonException("It is empty.");
        }
        catch (JsonException error)
        {
            throw new UserException($"{path} is not a file with measurements: {error.Message}");
        }
    }
}
