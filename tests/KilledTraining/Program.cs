using Fusion.KilledTraining;

// KilledTraining checkpoint [steps]: steps, each with a checkpoint behind it; without a number, until it is killed.
string path = args[0];
long steps = args.Length > 1 ? long.Parse(args[1]) : long.MaxValue;
using Run run = Run.Open(path);
Console.WriteLine(run.Training.StepCount);
try
{
    for (long i = 0; i < steps; i++)
    {
        run.Step();
        run.Training.SaveCheckpoint(path);
        if (i == 0) Console.WriteLine("The first checkpoint is there.");
    }
}
catch (IOException exception)
{
    Console.WriteLine(exception.Message);
    return 3;
}
return 0;
