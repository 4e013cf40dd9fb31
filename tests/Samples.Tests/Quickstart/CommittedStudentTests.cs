using System.Globalization;
using System.Text.RegularExpressions;
using Fusion.Samples.Distill.Networks;
using Fusion.Samples.Distill.Pictures;
using Fusion.Training;

namespace Fusion.Samples.Tests.Quickstart;

/// <summary>The weights that the quickstart has.</summary>
public sealed partial class CommittedStudentTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Clothes");

    private static readonly string Weights = Path.Combine(Folder, "student.safetensors");

    [Fact]
    public void Weights_are_small() => Assert.InRange(new FileInfo(Weights).Length, 1, 1_000_000);

    [Theory]
    [InlineData("ankle-boot", 9)]
    [InlineData("bag", 8)]
    [InlineData("coat", 4)]
    [InlineData("dress", 3)]
    [InlineData("pullover", 2)]
    [InlineData("sandal", 5)]
    [InlineData("shirt", 6)]
    [InlineData("sneaker", 7)]
    [InlineData("t-shirt", 0)]
    [InlineData("trousers", 1)]
    public void Pictures_are_recognised(string name, int expected)
    {
        using Student student = Student.Load(Weights);
        float[] logits = new float[Clothes.ClassCount];
        student.Run(ClothesPicture.Load(Path.Combine(Folder, name + ".png")).Pixels, ClothesNames.Normalization, logits);
        Assert.Equal(expected, Array.IndexOf(logits, logits.Max()));
    }

    [FashionMnistFact]
    public void Accuracy_is_what_the_documents_say()
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Documents", "training.md"));
        Match said = Accuracy().Match(text);
        Assert.True(said.Success, "docs/training.md does not say what the quickstart's student reaches.");
        Clothes clothes = FashionMnist.Read(FashionMnist.DebianFolder, pictures: 1, tested: int.MaxValue);
        using Student student = Student.Load(Weights);
        Evaluation found = Evaluation.Of(clothes.Test, student.Run, Clothes.ClassCount);
        Assert.Equal(10_000, found.Count);
        Assert.Equal(said.Groups[1].Value, (100 * found.Accuracy).ToString("0.00", CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"[Tt]he quickstart's\s+weights\s+get\s+(\d+\.\d+)\s%")]
    private static partial Regex Accuracy();
}
