namespace Fusion.Samples.Distill.Runs;

/// <summary>How much is done.</summary>
/// <param name="Data">What the pictures are called.</param>
/// <param name="Pictures">How many are learnt from.</param>
/// <param name="Tested">How many are tested with.</param>
/// <param name="TeacherEpochs">How often the teacher sees each.</param>
/// <param name="StudentEpochs">How often each student sees each.</param>
/// <param name="Seeds">How many students learn in each way: seeds 1, 2, ….</param>
internal sealed record Plan(string Data, int Pictures, int Tested, int TeacherEpochs, int StudentEpochs, int Seeds);
