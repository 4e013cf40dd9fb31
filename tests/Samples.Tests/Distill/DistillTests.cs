using Fusion.Samples.Distill.Networks;

namespace Fusion.Samples.Tests.Distill;

/// <summary>The sample's course: what it leaves, and how it goes on.</summary>
public sealed class DistillTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Student_has_at_most_a_tenth_of_the_teachers_parameters_and_multiply_adds()
    {
        NetworkInfo student = Student.Description, teacher = Teacher.Description;
        Assert.InRange(10 * student.ParameterCount, 1, teacher.ParameterCount);
        Assert.InRange(10 * student.Variants[0].MultiplyAdds, 1, teacher.Variants[0].MultiplyAdds);
    }

    [Fact]
    public void Course_leaves_weights_table_and_plot_and_goes_on_with_the_same_bits()
    {
        string whole = _folder.File("whole"), killed = _folder.File("killed");
        (int code, string output) = DistillProcess.Run(whole);
        Assert.True(code == 0, output);
        foreach (string text in new[] { "| with alignment", "spread", "student alone, seed 1: epoch 1 of 1, loss", "This was --quick" })
            Assert.Contains(text, output);
        Assert.Contains("| with soft labels", File.ReadAllText(Path.Combine(whole, "results.md")));
        Assert.Equal([137, 80, 78, 71], File.ReadAllBytes(Path.Combine(whole, "results.png"))[..4]);
        using (Student student = Student.Load(Path.Combine(whole, "aligned-1.safetensors"))) student.Run(new float[28 * 28], new float[10]);

        DistillProcess.KillAt(killed, "teacher: epoch 1 of 2");
        (code, output) = DistillProcess.Run(killed);
        Assert.True(code == 2 && output.Contains("--resume goes on with it", StringComparison.Ordinal), output);
        (code, output) = DistillProcess.Run(killed, "--resume");
        Assert.True(code == 0, output);
        Assert.Contains("teacher: goes on after epoch 1 of 2", output);
        foreach (string name in new[] { "teacher", "alone-1", "soft-1", "aligned-1" })
            Assert.Equal(Bytes(whole, name), Bytes(killed, name));
        (code, output) = DistillProcess.Run(killed, "--resume");
        Assert.Contains("with alignment, seed 1: was there", output);
    }

    [Fact]
    public void Wrong_options_are_said()
    {
        (int code, string output) = DistillProcess.Run(_folder.File("none"), "--resume");
        Assert.True(code == 2 && output.Contains("has no run in it that could go on", StringComparison.Ordinal), output);
        (code, output) = DistillProcess.Run(_folder.File("none"), "--data", _folder.Path);
        Assert.True(code == 2 && output.Contains("--data and --generated exclude each other", StringComparison.Ordinal), output);
    }

    private static byte[] Bytes(string folder, string name) => File.ReadAllBytes(Path.Combine(folder, name + ".safetensors"));
}
