using Fusion.Samples.Distill.Networks;
using Fusion.Zoo;

namespace Fusion.Samples;

/// <summary>Clothes in pictures, and what was made of the network that knows them.</summary>
internal static class ClothesTour
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Clothes");

    private static readonly ZooNetwork Clothes = new(
        "clothes", "A small SE-ResNet for clothes, trained by samples/Distill", Student.Description, Student.Load,
        (n, x, y) => ((Student)n).Run(x, y[0]), (n, x, m, y) => ((Student)n).Run(x, m, y[0]), ClothesNames.Normalization)
    {
        Classes = ClothesNames.All,
    };

    public static int Run(CommandLine line)
    {
        IReadOnlyList<string> classes = Arguments.Classes(line, Clothes, Clothes.Info.Variants[0]);
        string[] files = line.Text("--image") is { } file ? [file]
            : [.. Directory.GetFiles(Folder, "*.png").Order(StringComparer.Ordinal)];
        ClothesPicture[] pictures = Array.ConvertAll(files, ClothesPicture.Load);
        StateDict weights = Arguments.Weights(line.Text("--weights") ?? Path.Combine(Folder, "student.safetensors"));
        var tour = new NetworkTour(Clothes, weights, Arguments.Network(line));
        int width = files.Max(path => Path.GetFileName(path).Length);
        using (Network network = tour.Load())
        {
            float[][] outputs = Clothes.Outputs();
            for (int i = 0; i < files.Length; i++)
            {
                Clothes.RunImage(network, pictures[i].Pixels, Clothes.Normalization, outputs);
                string name = Path.GetFileName(files[i]).PadRight(width);
                Console.WriteLine($"{name}   {Probable(outputs[0], classes)}   ({pictures[i].Changes})");
            }
        }
        return tour.Show(pictures[0].Pixels, "", !line.Has("--no-check"), _ => { });
    }

    /// <summary>The classes that are at all probable, by the softmax of their logits.</summary>
    private static string Probable(float[] logits, IReadOnlyList<string> classes)
    {
        double greatest = logits.Max(), sum = logits.Sum(logit => Math.Exp(logit - greatest));
        var shares = logits.Select((logit, i) => (Name: classes[i], Share: Math.Exp(logit - greatest) / sum))
            .OrderByDescending(one => one.Share).Take(3).Where((one, rank) => rank == 0 || one.Share >= 0.005);
        return string.Join(", ", shares.Select(one => FormattableString.Invariant($"{one.Name} {100 * one.Share:0} %"))).PadRight(40);
    }
}
