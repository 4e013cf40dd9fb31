using System.Text.Json;

namespace Fusion.Samples.Distill.Runs;

/// <summary>The plan in the folder of its results: what a folder was begun with is what it goes on with.</summary>
internal static class PlanFile
{
    private const string Name = "plan.json";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>Makes the folder, if it is not there, and sees to it that it belongs to the plan.</summary>
    /// <param name="isResumed">Whether there may be results already.</param>
    /// <exception cref="UserException">The folder is in use for another plan, or cannot be written.</exception>
    public static void Claim(string folder, Plan plan, bool isResumed)
    {
        string path = Path.Combine(folder, Name);
        try
        {
            if (isResumed && !File.Exists(path)) throw new UserException($"{folder} has no run in it that could go on.");
            Directory.CreateDirectory(folder);
            UserFile.CheckWritable(path, "--output");
            if (File.Exists(path))
            {
                if (!isResumed)
                    throw new UserException(
                        $"{folder} has a run in it already. --resume goes on with it; --output names another folder.");
                Plan begun = Read(path);
                if (begun != plan)
                    throw new UserException(
                        $"{folder} was begun with another plan:\n  there   {begun}\n  now     {plan}\nGive it the same options.");
                return;
            }
            File.WriteAllText(path, JsonSerializer.Serialize(plan, Json) + "\n");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"--output {folder} cannot be written: {error.Message}");
        }
    }

    private static Plan Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Plan>(File.ReadAllText(path)) ?? throw new JsonException("it is empty");
        }
        catch (JsonException error)
        {
            throw new UserException($"{path} is damaged: {error.Message}");
        }
    }
}
