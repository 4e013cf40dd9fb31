using System.Text;

namespace Fusion.Training.Tests.Sessions;

/// <summary>Checkpoints of trainings that have one name and tensors of the same shapes, and would go on in different ways.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");

    private static readonly Dictionary<string, Func<string, TrainingSession>> s_others = new()
    {
        ["another optimiser"] = path => Decoupled.Own.Resume(path),
        ["an optimiser with other options"] = path => Slower.Own.Resume(path),
        ["another batch"] = path => Larger.Own.Resume(path),
        ["a loss with other options"] = path => Smoothed.Own.Resume(path),
        ["a loss of another weight"] = path => Weighted.Own.Resume(path),
        ["clipped gradients"] = path => Clipped.Own.Resume(path),
        ["a frozen layer"] = path => Frozen.Own.Resume(path),
        ["another network"] = path => Bent.Own.Resume(path),
        ["a teacher"] = path => Taught.Own.Resume(Wise.Initialize(1), path),
    };

    public static TheoryData<string> Others => [.. s_others.Keys];

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(Others))]
    public void Those_of_other_declarations_are_refused(string other)
    {
        Save();
        string message = Assert.Throws<WeightsException>(() => s_others[other](_path)).Message;
        Assert.Contains(_path, message);
        Assert.Contains("the checkpoint is of another declaration of Own", message);
        Assert.Contains("Its weights are what Own.Start takes", message);
    }

    [Fact]
    public void The_message_says_what_was_declared()
    {
        Save();
        string message = Assert.Throws<WeightsException>(() => Decoupled.Own.Resume(_path)).Message;
        Assert.Contains("it was 'Straight, batches of 2, CrossEntropy, Adam of betas 0.9 and 0.999, epsilon 1E-08, weight decay 0, clip "
            + "norm 0'; 'Straight, batches of 2, CrossEntropy, AdamW of betas", message);
        message = Assert.Throws<WeightsException>(() => Frozen.Own.Resume(_path)).Message;
        Assert.Contains("the network, frozen layers or momentum of statistics are others", message);
    }

    [Fact]
    public void Those_of_another_teacher_are_refused()
    {
        using Wise wise = Wise.Initialize(1);
        using Wiser wiser = Wiser.Initialize(1);
        using (Taught.Own training = Taught.Own.Start(wise, seed: 1)) training.SaveCheckpoint(_path);
        Taught.Own.Resume(wise, _path).Dispose();
        Assert.Contains("taught by Fusion.Training.Tests.Sessions.Wise,",
            Assert.Throws<WeightsException>(() => TaughtBetter.Own.Resume(wiser, _path)).Message);
    }

    [Fact]
    public void The_same_declaration_elsewhere_goes_on()
    {
        Save();
        using Moved.Own training = Moved.Own.Resume(_path);
        Assert.Equal(1, training.StepCount);
    }

    [Fact]
    public void Those_of_earlier_versions_say_so()
    {
        Save();
        StateDict state = StateDict.Load(_path);
        state.Metadata.Remove("fusion.fingerprint");
        state.Save(_path);
        Assert.Contains("the checkpoint is from an earlier version of Fusion, and does not say how Own was declared",
            Assert.Throws<WeightsException>(() => Original.Own.Resume(_path)).Message);
    }

    /// <summary>One bit of the file that says how many steps there were, or which values dropout leaves out.</summary>
    [Theory]
    [InlineData("fusion.steps")]
    [InlineData("fusion.seed")]
    public void A_damaged_mark_is_found(string mark)
    {
        Save();
        byte[] file = File.ReadAllBytes(_path);
        int place = file.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"\"{mark}\":\"1\""));
        file[place + mark.Length + 4] ^= 2;
        File.WriteAllBytes(_path, file);
        Assert.Equal("3", StateDict.Load(_path).Metadata[mark]);
        Assert.Contains("the number of steps or the seed is not",
            Assert.Throws<WeightsException>(() => Original.Own.Resume(_path)).Message);
    }

    [Fact]
    public void Weights_of_a_refused_one_begin_a_training()
    {
        using Original.Own training = Save();
        using Decoupled.Own other = Decoupled.Own.Start(StateDict.Load(_path));
        Assert.Equal(0, other.StepCount);
        Assert.True(training.Weights()["hidden.weight"].Values.SequenceEqual(other.Weights()["hidden.weight"].Values));
    }

    [Fact]
    public void A_network_says_that_a_checkpoint_is_one()
    {
        Save();
        string message = Assert.Throws<WeightsException>(() => Straight.Load(_path)).Message;
        Assert.Contains("a checkpoint of the training Own was found", message);
        Assert.DoesNotContain("unexpected", message);
    }

    [Fact]
    public void A_folder_is_no_checkpoint()
    {
        string folder = Path.GetTempPath();
        Assert.Contains("a folder was found", Assert.Throws<WeightsException>(() => Original.Own.Resume(folder)).Message);
        Assert.Contains("a folder was found", Assert.Throws<WeightsException>(() => Straight.Load(folder)).Message);
    }

    [Fact]
    public void A_disposed_teacher_begins_nothing()
    {
        Wise wise = Wise.Initialize(1);
        wise.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Taught.Own.Start(wise, seed: 1));
        Assert.Throws<ArgumentNullException>(() => Taught.Own.Start(null!, seed: 1));
    }

    [Fact]
    public void Targets_of_binary_cross_entropy_are_probabilities()
    {
        using Likely training = Likely.Start(seed: 1);
        training.Step([1, 2, 3], [0, 1], 0.01f);
        Assert.Contains("target[1] is 1.5; a probability from 0 to 1 was expected",
            Assert.Throws<ArgumentOutOfRangeException>(() => training.Step([1, 2, 3], [0, 1.5f], 0.01f)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => training.Step([1, 2, 3], [-0.1f, 1], 0.01f));
        Assert.Throws<ArgumentOutOfRangeException>(() => training.Step([1, 2, 3], [0, 1], 3e38f));
        Assert.Equal(1, training.StepCount);
    }

    private Original.Own Save()
    {
        Original.Own training = Original.Own.Start(seed: 1);
        training.Step([1, 2, 3, 4, 5, 6], [0, 1], 0.01f);
        training.SaveCheckpoint(_path);
        return training;
    }
}
