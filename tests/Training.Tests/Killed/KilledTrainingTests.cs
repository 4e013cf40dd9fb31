using Fusion.KilledTraining;

namespace Fusion.Training.Tests.Killed;

/// <summary>What is left when a training is killed, or cannot write.</summary>
public sealed class KilledTrainingTests : IDisposable
{
    private const int Kills = 20;
    private readonly string _folder = Directory.CreateTempSubdirectory("fusion").FullName;

    private string Checkpoint => Path.Combine(_folder, "run.safetensors");

    private string[] Temporaries => Directory.GetFiles(_folder, "*.tmp");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_training_that_is_killed_at_any_moment_goes_on_with_the_same_bits()
    {
        var random = new Random(1);
        long steps = 0;
        int halfWritten = 0;
        for (int i = 0; i < Kills; i++)
        {
            int before = Temporaries.Length;
            Assert.Equal(steps, TrainingProcess.Kill(Checkpoint, isWarm: i % 4 != 0, TimeSpan.FromMilliseconds(random.Next(0, 60))));
            if (Temporaries.Length > before) halfWritten++;
            Assert.InRange(Temporaries.Length, 0, before + 1);
            if (!File.Exists(Checkpoint)) continue;
            using WideTraining found = WideTraining.Resume(Checkpoint);
            Assert.InRange(found.StepCount, steps, long.MaxValue);
            steps = found.StepCount;
        }
        Assert.True(steps > 0, "No process came as far as its first checkpoint.");
        Assert.True(halfWritten > 0, "No process was killed while it wrote.");

        using Run whole = Run.Open(Path.Combine(_folder, "none"));
        while (whole.Training.StepCount < steps) whole.Step();
        using Run resumed = Run.Open(Checkpoint);
        resumed.Step();
        whole.Step();
        foreach (WeightTensor tensor in whole.Training.Weights().Tensors)
            Assert.True(tensor.Values.SequenceEqual(resumed.Training.Weights()[tensor.Name].Values), tensor.Name);

        foreach (string temporary in Temporaries) File.SetLastWriteTimeUtc(temporary, DateTime.UtcNow.AddMinutes(-5));
        resumed.Training.SaveCheckpoint(Checkpoint);
        Assert.Equal([Checkpoint], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_disk_that_is_full_leaves_the_old_checkpoint()
    {
        if (OperatingSystem.IsWindows()) return;
        using (Run run = Run.Open(Checkpoint))
        {
            run.Step();
            run.Training.SaveCheckpoint(Checkpoint);
        }
        byte[] before = File.ReadAllBytes(Checkpoint);
        var (code, output) = TrainingProcess.WithSmallFiles(Checkpoint);
        Assert.True(code == 3, $"{code}: {output}");
        Assert.Contains($"{Checkpoint}: it could not be written", output);
        Assert.Equal(before, File.ReadAllBytes(Checkpoint));
        Assert.Equal([Checkpoint], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_folder_that_is_none_is_an_IOException()
    {
        using Run run = Run.Open(Checkpoint);
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "text");
        foreach (string path in new[] { Path.Combine(file, "run.safetensors"), Path.Combine(_folder, "no", "run.safetensors"), _folder })
        {
            var exception = Assert.Throws<IOException>(() => run.Training.SaveCheckpoint(path));
            Assert.StartsWith($"{path}: it could not be written", exception.Message);
        }
        Assert.Equal([file], Directory.GetFiles(_folder));
        run.Step();
        run.Training.SaveCheckpoint(Checkpoint);
    }
}
