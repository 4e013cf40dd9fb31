using Fusion.Samples.Distill.Runs;

namespace Fusion.Samples.Distill.Results;

/// <summary>Table, sentence and plot: on the console, and in the folder of the results.</summary>
internal static class Report
{
    /// <param name="measureTorch">Measures steps beside TorchSharp's; null where that is not wanted.</param>
    public static void Write(CourseResult result, string folder, Func<string>? measureTorch)
    {
        string text = $"{ResultTable.Of(result)}\n\n{ResultTable.Verdict(result)}\n";
        Console.WriteLine("\n" + text);
        if (measureTorch is not null)
        {
            string times = "Steps of both, alternately, and a whole training at that speed:\n\n"
                + Progress.Of("measuring steps beside TorchSharp's", measureTorch) + "\n";
            Console.WriteLine(times);
            text += "\n" + times;
        }
        File.WriteAllText(Path.Combine(folder, "results.md"), text);
        if (!ResultPlot.Save(result, Path.Combine(folder, "results.png")))
            Console.WriteLine("No font was found for the plot, so that it has no text: install one, fonts-dejavu-core for example.\n");
        Console.WriteLine($"Table, plot and weights are in {folder}: results.md, results.png, aligned-1.safetensors, ….");
    }
}
